using System.CommandLine;

var root = new RootCommand("Brings an EventLink PostgreSQL database back: proven backups, restores that replace nothing before the new data is proven, drills.");
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
