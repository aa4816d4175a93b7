"""Taking in what another system wrote: WordPress and Ghost become articles of the desk; docs/importing.md says how."""
