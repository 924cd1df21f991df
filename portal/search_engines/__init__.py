"""Where articles are looked for: modelsearch's own engines, told that words come ready and that news is read by date."""
