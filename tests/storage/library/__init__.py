"""The plan library, on plans written for the tests."""
