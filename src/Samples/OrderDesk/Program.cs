using OrderDesk;

return await DeskCommand.Create().Parse(args).InvokeAsync(DeskCommand.Configuration);
