"""Settings: `local` for one machine, `production` for many users, `test` for the suite."""
