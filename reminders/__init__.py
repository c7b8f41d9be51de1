"""What deserves a reminder, for whom, on which day, and was it told?"""
