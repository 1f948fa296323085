using System.Globalization;
using EntityProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Saves an entry for each number that it reads, and writes the number when it is saved. To be killed at any moment, and started again with what was not saved.
// Arguments: sqlite or postgresql, the connection string.
var (kind, connectionString) = (args[0], args[1]);
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders().AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
builder.Services.AddDbContextPool<EntriesDb>(options => _ = kind == "sqlite" ? options.UseSqlite(connectionString) : options.UseNpgsql(connectionString));
var bus = builder.Services.AddEventGen(static options => options.Source = "program").AddEntityFramework<EntriesDb>();
if (kind == "sqlite") bus.AddSqliteOutbox(connectionString, Configure);
else bus.AddPostgreSqlOutbox(connectionString, Configure);
using var host = builder.Build();
await using (var scope = host.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<EntriesDb>().Database.EnsureCreatedAsync();
await host.StartAsync();
Console.WriteLine("started");

using var window = new SemaphoreSlim(kind == "sqlite" ? 1 : 8);
while (await Console.In.ReadLineAsync() is { } line)
{
    await window.WaitAsync();
    _ = SaveAsync(int.Parse(line, CultureInfo.InvariantCulture));
}

await host.StopAsync();

async Task SaveAsync(int number)
{
    try
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<EntriesDb>();
        if (!await db.Entries.AnyAsync(entry => entry.Id == number))
        {
            db.Entries.Add(new Entry { Id = number });
            await db.SaveChangesAsync();
        }

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

static void Configure(OutboxOptions options)
{
    options.Instance = "one";
    options.PollInterval = TimeSpan.FromMilliseconds(200);
}
