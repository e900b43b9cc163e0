"""What readers report as wrong on a page, for the portal team to mend."""
