using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OutboxProgram;

// Emits each number that it reads, and writes it when its event has been accepted. To be killed at any moment, and started again with what was not accepted.
// Arguments: name=value, as the tests' ProgramSettings writes them. With "lock", it only keeps the write lock of a SQLite file until its input ends.
var settings = args.Select(static arg => arg.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
string connectionString = settings["connection"];
if (settings.ContainsKey("lock"))
{
    await Trial.KeepWriteLockAsync(connectionString);
    return;
}

int accounts = int.Parse(settings["accounts"], CultureInfo.InvariantCulture);
Trial.Read(settings);
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
var bus = builder.Services.AddEventGen(static options => options.Source = "program");
if (settings["kind"] == "sqlite") bus.AddSqliteOutbox(connectionString, Configure);
else bus.AddPostgreSqlOutbox(connectionString, Configure);
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("started");

if (settings.ContainsKey("everythread"))
{
    await EmitOnEveryThreadAsync();
    await host.StopAsync();
    return;
}

using var window = new SemaphoreSlim(64);
while (await Console.In.ReadLineAsync() is { } line)
{
    await window.WaitAsync();
    _ = EmitAsync(int.Parse(line, CultureInfo.InvariantCulture));
}

await host.StopAsync();

async Task EmitAsync(int number)
{
    try
    {
        // The id follows from the number, so a number that is emitted again is the same event.
        await AcceptedAsync(number, () => Events.Booked.EmitAsync(new Booked(number, $"account {number % accounts}"), Id(number, 1)));
#if NEXT
        await AcceptedAsync(number, () => Events.Noted.EmitAsync(new Noted(number), Id(number, 2)));
#endif
        Console.WriteLine(number);
    }
    catch (Exception exception)
    {
        await Console.Error.WriteLineAsync($"{number}: {exception}");
    }
    finally
    {
        window.Release();
    }
}

// A database that does not answer in time, on a machine that stands still or while it starts again, is asked again, as the exception says.
static async Task AcceptedAsync(int number, Func<ValueTask> emit)
{
    while (true)
    {
        try
        {
            await emit();
            return;
        }
        catch (OutboxUnavailableException exception)
        {
            await Console.Error.WriteLineAsync($"{number}: {exception.Message}");
        }
    }
}

async Task EmitOnEveryThreadAsync()
{
    // All of them are here before the first begins: none of the pool's threads is left for anything else.
    var numbers = new List<int>();
    while (await Console.In.ReadLineAsync() is { } line)
    {
        numbers.Add(int.Parse(line, CultureInfo.InvariantCulture));
        if (numbers.Count < 200) continue;
        ThreadPool.SetMinThreads(1, 1);
        foreach (int number in numbers) ThreadPool.UnsafeQueueUserWorkItem(_ => Emit(number), null);
        numbers.Clear();
    }
}

void Emit(int number)
{
    Events.Booked.Emit(new Booked(number, $"account {number % accounts}"));
    Console.WriteLine(number);
}

static Guid Id(int number, byte kind) => new(number, 0x1234, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, kind);

void Configure(OutboxOptions options)
{
    options.Instance = settings.GetValueOrDefault("instance");
    options.LeaseDuration = TimeSpan.FromSeconds(int.Parse(settings["lease"], CultureInfo.InvariantCulture));
    options.PollInterval = TimeSpan.FromMilliseconds(200);
}
