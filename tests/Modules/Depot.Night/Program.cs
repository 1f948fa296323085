using Depot.Night;

if (args is ["circle", var how])
{
    await Circle.RunAsync(how);
    return;
}

if (args is ["assemblies", var made])
{
    await Assemblies.RunAsync(made);
    return;
}

if (args is ["start"])
{
    await Starting.RunAsync();
    return;
}

if (args is ["listen"])
{
    await Listening.RunAsync();
    return;
}

if (args is ["forget", var what])
{
    await Forgetting.RunAsync(what);
    return;
}

// As a daemon runs: nobody has configured the bus, so it reports failures on standard error, which may be closed or a full disk.
const int Rounds = 100;
for (int i = 1; i <= Rounds; i++)
{
    Events.DoorOpened.Emit(i);
    await Events.DoorOpened.EmitAsync(-i);
}

var bus = EventBus.Current;
var report = await bus.StopAsync();
var health = bus.GetHealth();
Console.WriteLine($"{Watch.Seen} seen, {Watch.Written} written, {health.Failed} failed, {health.DeadLetters} dead letters, complete: {report.IsComplete}");
