"""What should we do: leave a platform, apply as a group or alone, what does a delay cost?"""
