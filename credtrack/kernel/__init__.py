"""What every room needs and no room owns: clock, dates, scope, lists, htmx, commands, tasks."""
