using System.Collections;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventGen.Redis.Tests;

/// <summary>A password is planted, and looked for wherever somebody might read.</summary>
public sealed class SecretTests
{
    private const string Secret = "hunter2-9c1f";

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task Password_IsShownNowhere(RedisMode mode)
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync(Secret);
        var seen = new Everything();

        // What works, what is killed under it, and a password that the server refuses.
        await UseAsync(server.Address, mode, seen, server.KillAsync);
        await server.StartAsync();
        await UseAsync($"redis://:{Secret}-not@127.0.0.1:{server.Port}", mode, seen, () => Task.CompletedTask);

        Assert.NotEmpty(seen.Texts);
        Assert.Contains(seen.Texts, text => text.Contains($"127.0.0.1:{server.Port}", StringComparison.Ordinal));
        Assert.All(seen.Texts, static text => Assert.DoesNotContain(Secret, text));
    }

    private static async Task UseAsync(string address, RedisMode mode, Everything seen, Func<Task> harm)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(seen).SetMinimumLevel(LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["EventGen:RedisAddress"] = address });
        builder.Services.AddHealthChecks().AddEventGen();
        builder.Services.AddEventGen(builder.Configuration, static options => options.PublisherRetry = RetryPolicy.None)
            .AddModule(EventGenPublishersConformanceEventModule.Instance)
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
        await harm();
        await LookAsync();
        await host.StopAsync(TestContext.Current.CancellationToken);

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

            foreach (var publisher in bus.Health().Publishers) seen.Note(publisher.ToString());
            var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
            foreach (var entry in report.Entries.Values)
            {
                seen.Note($"{entry.Description} {entry.Exception}");
                foreach (var (key, value) in entry.Data) seen.Note($"{key} {value}");
            }
        }
    }

    /// <summary>Logs, exceptions (also those that somebody catches), spans and metrics.</summary>
    private sealed class Everything : ILoggerProvider, ILogger
    {
        private readonly Lock _gate = new();
        private readonly List<string> _texts = [];

        public string[] Texts
        {
            get
            {
                lock (_gate) return [.. _texts];
            }
        }

        public void Note(string text)
        {
            lock (_gate) _texts.Add(text);
        }

        public void Note(Exception exception)
        {
            Note(exception.ToString());
            foreach (DictionaryEntry data in exception.Data) Note($"{data.Key} {data.Value}");
        }

        public IDisposable Listen()
        {
            EventHandler<FirstChanceExceptionEventArgs> thrown = (_, args) => Note(args.Exception.Message);
            AppDomain.CurrentDomain.FirstChanceException += thrown;
            var spans = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == EventGenTelemetry.ActivitySourceName,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => Note($"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)}"),
            };
            ActivitySource.AddActivityListener(spans);
            var meters = new MeterListener { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
            meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
            meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
            meters.Start();
            return new Listening(() =>
            {
                AppDomain.CurrentDomain.FirstChanceException -= thrown;
                spans.Dispose();
                meters.Dispose();
            });
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Note($"{formatter(state, exception)} {exception}");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Dispose()
        {
        }

        private sealed class Listening(Action end) : IDisposable
        {
            public void Dispose() => end();
        }
    }
}
