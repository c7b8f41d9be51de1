"""The pages of the reminders room, one subject per file."""
