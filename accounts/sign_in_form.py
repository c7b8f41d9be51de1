"""What the sign-in page asks for, in this product's words."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail, password, and whether this browser is to remember."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["login"].error_messages["required"] = "Type the address you were invited with."
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].error_messages["required"] = "Type your password."
        # The page has the link already, where it can be reached after the button.
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Keep me signed in on this computer"
