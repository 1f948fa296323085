using OrderDesk;

return await DeskCommand.RunAsync(args);
