using System.Runtime;
using EventGen;
using Started;

Events.BellRang.Emit(new BellRang(1));
await Events.BellRang.EmitAsync(new BellRang(2));

// Whoever stops while a worker is at work meets more of the bus, or less, as it happens.
while (!EventBus.Current.GetActivity().IsIdle) Thread.Sleep(1);
await EventBus.Current.StopAsync();
long methods = JitInfo.GetCompiledMethodCount();
Console.WriteLine(methods);
Console.WriteLine(Porter.Heard);
Console.WriteLine(Path.GetRelativePath(AppContext.BaseDirectory, typeof(EventBus).Assembly.Location).Replace('\\', '/'));
