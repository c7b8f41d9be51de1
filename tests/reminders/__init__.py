"""The reminders room."""
