using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventGen.Nats.Tests;

/// <summary>A password and a token are planted, and looked for wherever somebody might read.</summary>
public sealed class SecretTests
{
    // Of this test alone: it hears what is thrown, traced and measured anywhere in the process.
    private const string Secret = "tr0ub4dor-7d04";

    [Theory]
    [InlineData("shop:tr0ub4dor-7d04@", "authorization { user: shop, password: \"tr0ub4dor-7d04\" }")]
    [InlineData("tr0ub4dor-7d04@", "authorization { token: \"tr0ub4dor-7d04\" }")]
    public async Task Secret_IsShownNowhere(string credentials, string settings)
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync(settings);
        var seen = new DiagnosticOutputRecorder();

        // What works, what is killed under it, and one that the server refuses.
        string address = $"nats://{credentials}127.0.0.1:{server.Port}";
        await UseAsync(address, seen, server.KillAsync);
        await server.StartAsync();
        await UseAsync(address.Replace(Secret, $"{Secret}-not", StringComparison.Ordinal), seen, () => Task.CompletedTask);

        Assert.Contains(seen.Texts, text => text.Contains($"127.0.0.1:{server.Port}", StringComparison.Ordinal));
        Assert.All(seen.Texts, static text => Assert.DoesNotContain(Secret, text));
    }

    [Fact]
    public async Task Secret_IsInNoTextOfAPublisherOrItsParts()
    {
        await using var publisher = new NatsTransport(Parcel.Wire, static options => (options.Address, options.Stream) = ($"nats://shop:{Secret}@localhost", "shop"));

        string[] texts = [.. TextsOf(publisher)];

        Assert.Contains(texts, static text => text.Contains(nameof(NatsConnector), StringComparison.Ordinal));
        Assert.All(texts, static text => Assert.DoesNotContain(Secret, text));
    }

    private static async Task UseAsync(string address, DiagnosticOutputRecorder seen, Func<Task> harm)
    {
        string folder = Directory.CreateTempSubdirectory("secrets-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(seen).SetMinimumLevel(LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["EventGen:NatsAddress"] = address, ["EventGen:NatsStream"] = "parcels" });
        builder.Services.AddEventGen(builder.Configuration, static options => options.PublisherRetry = RetryPolicy.None)
            .AddModule(EventGenPublishersConformanceEventModule.Instance)
            .AddSqliteOutbox($"Data Source={Path.Combine(folder, "outbox.db")};Pooling=False")
            .AddNats("wire", builder.Configuration, options =>
            {
                (options.Receive, options.Timeout) = (true, TimeSpan.FromSeconds(1));
                seen.Note(options.ToString());
            });

        using var listening = seen.Listen();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var bus = host.Services.GetRequiredService<EventBus>();
        await LookAsync();
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
        }
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
                if (field.GetValue(part) is { } value && value.GetType().Assembly == typeof(NatsTransport).Assembly) open.Push(value);
        }
    }
}
