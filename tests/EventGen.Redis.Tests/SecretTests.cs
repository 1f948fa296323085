using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>The password of the server is in no log, exception, span or metric.</summary>
public sealed class SecretTests
{
    // No other test uses this password: the recorder hears what is thrown, traced and measured anywhere in the process.
    private const string Secret = "tr0ub4dor-7d04";

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task Password_IsShownNowhere(RedisMode mode)
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync(Secret);
        var seen = new DiagnosticOutputRecorder();

        // What works, what is killed under it, and a password that the server refuses.
        await UseAsync(server.Address, mode, seen, server.KillAsync);
        await server.StartAsync();
        await UseAsync($"redis://:{Secret}-not@127.0.0.1:{server.Port}", mode, seen, () => Task.CompletedTask);

        Assert.NotEmpty(seen.Texts);
        Assert.Contains(seen.Texts, text => text.Contains($"127.0.0.1:{server.Port}", StringComparison.Ordinal));
        Assert.All(seen.Texts, static text => Assert.DoesNotContain(Secret, text));
    }

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task Password_IsInNoTextOfAPublisherOrItsParts(RedisMode mode)
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync(Secret);
        var publisher = new RedisTransport(Parcel.Wire, options => (options.Address, options.Mode, options.Receive) = (server.Address, mode, true));
        await using var station = await Station.ReceiverAsync(publisher);

        string[] texts = [.. TextsOf(publisher)];

        Assert.Contains(texts, static text => text.Contains(nameof(RedisConnection), StringComparison.Ordinal));
        Assert.All(texts, static text => Assert.DoesNotContain(Secret, text));
    }

    private static async Task UseAsync(string address, RedisMode mode, DiagnosticOutputRecorder seen, Func<Task> harm)
    {
        string folder = Directory.CreateTempSubdirectory("secrets-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(seen).SetMinimumLevel(LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["EventGen:RedisAddress"] = address });
        builder.Services.AddHealthChecks().AddEventGen();
        builder.Services.AddEventGen(builder.Configuration, static options => options.PublisherRetry = RetryPolicy.None)
            .AddModule(EventGenPublishersConformanceEventModule.Instance)
            .AddSqliteOutbox($"Data Source={Path.Combine(folder, "outbox.db")};Pooling=False")
            .AddRedis("wire", builder.Configuration, options =>
            {
                (options.Mode, options.Receive, options.Timeout) = (mode, true, TimeSpan.FromSeconds(1));
                seen.Note(options.ToString());
            });

        using var listening = seen.Listen();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var bus = host.Services.GetRequiredService<EventBus>();
        await LookAsync();
        await NoteClientsAsync(address, seen);
        await harm();
        await LookAsync();
        await host.StopAsync(TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);

        async Task LookAsync()
        {
            try
            {
                await bus.Topic<Parcel>().InvokeAsync(Parcel.New(1));
            }
            catch (EventDispatchException exception)
            {
                seen.Note(exception);
            }

            foreach (var publisher in bus.GetHealth().Publishers) seen.Note(publisher.ToString());
            seen.Measure();
            var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
            foreach (var entry in report.Entries.Values)
            {
                seen.Note($"{entry.Description} {entry.Exception}");
                foreach (var (key, value) in entry.Data) seen.Note($"{key} {value}");
            }
        }
    }

    // What the server shows to everybody who has the password of an administrator.
    private static async Task NoteClientsAsync(string address, DiagnosticOutputRecorder seen)
    {
        Assert.True(RedisAddress.TryParse(address, out var parsed, out _));
        var configuration = parsed.ToConfiguration(TimeSpan.FromSeconds(1));
        configuration.AllowAdmin = true;
        using var client = await ConnectionMultiplexer.ConnectAsync(configuration);
        if (client.IsConnected) seen.Note($"CLIENT LIST {(string?)await client.GetDatabase().ExecuteAsync("CLIENT", "LIST")}");
    }

    // What a debugger shows of it, part by part.
    private static IEnumerable<string> TextsOf(object root)
    {
        var open = new Stack<object>([root]);
        HashSet<object> known = new(ReferenceEqualityComparer.Instance);
        while (open.TryPop(out object? part))
        {
            if (!known.Add(part)) continue;
            yield return $"{part.GetType().Name} {part}";
            foreach (var field in part.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic))
                if (field.GetValue(part) is { } value && value.GetType().Assembly == typeof(RedisTransport).Assembly) open.Push(value);
        }
    }
}
