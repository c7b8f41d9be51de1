"""What every test run needs from outside: the finders of PostgreSQL and Redis, and the rule on skips."""

pytest_plugins = ["tests.mail_server", "tests.servers"]
