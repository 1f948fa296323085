using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventGen.Publishers.Conformance;

/// <summary>Runs an application with a secret, and notes every text that somebody might read.</summary>
public static class SecretSearch
{
    /// <summary>Runs an application, and does harm to its server under way.</summary>
    /// <param name="seen">Notes what is logged, thrown, traced, measured, and said of the health.</param>
    /// <param name="settings">The configuration.</param>
    /// <param name="add">Adds the transport, under the name <see cref="Parcel.Wire"/>.</param>
    /// <param name="harm">What happens to the server.</param>
    public static async Task UseAsync(DiagnosticOutputRecorder seen, Dictionary<string, string?> settings, Action<IEventBusBuilder, IConfiguration> add, Func<Task> harm)
    {
        string folder = Directory.CreateTempSubdirectory("secrets-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(seen).SetMinimumLevel(LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddHealthChecks().AddEventGen();
        var events = builder.Services.AddEventGen(builder.Configuration, static options => options.PublisherRetry = RetryPolicy.None)
            .AddModule(EventGenPublishersConformanceEventModule.Instance)
            .AddSqliteOutbox($"Data Source={Path.Combine(folder, "outbox.db")};Pooling=False");
        add(events, builder.Configuration);

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
            var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
            foreach (var entry in report.Entries.Values)
            {
                seen.Note($"{entry.Description} {entry.Exception}");
                foreach (var (key, value) in entry.Data) seen.Note($"{key} {value}");
            }
        }
    }

    /// <summary>What a debugger shows of an object, part by part, as far as the parts are of its own assembly.</summary>
    public static IEnumerable<string> TextsOf(object root)
    {
        var open = new Stack<object>([root]);
        HashSet<object> known = new(ReferenceEqualityComparer.Instance);
        while (open.TryPop(out object? part))
        {
            if (!known.Add(part)) continue;
            yield return $"{part.GetType().Name} {part}";
            foreach (var field in FieldsOf(part.GetType()))
                if (field.GetValue(part) is { } value && value.GetType().Assembly == root.GetType().Assembly) open.Push(value);
        }
    }

    // Those of its base classes too.
    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)) yield return field;
    }
}
