using EventGen.Cli.Commands;

return await EventGenCommand.RunAsync(args);
