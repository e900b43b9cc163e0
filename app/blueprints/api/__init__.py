"""The open data of the portal as an API: what is read, its contract, its documentation."""
