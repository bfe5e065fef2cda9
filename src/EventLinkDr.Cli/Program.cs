using EventLinkDr.Cli;

return await CommandLineProgram.RunAsync(args, Terminal.OfProcess()).ConfigureAwait(false);
