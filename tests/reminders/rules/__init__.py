"""The rules of the reminders room: dates and kinds, planning, settling, walls."""
