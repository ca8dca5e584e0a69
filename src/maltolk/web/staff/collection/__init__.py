"""The texts one by one: found, corrected, taken home, removed, put back; and the reports of the builds."""
