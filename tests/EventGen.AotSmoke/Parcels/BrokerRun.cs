using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventGen.AotSmoke.Parcels;

/// <summary>Two hosts with a broker between them, each set up by configuration.</summary>
/// <param name="broker">What it is called.</param>
/// <param name="setting">Says where it is.</param>
/// <param name="add">Adds its publisher.</param>
internal sealed class BrokerRun(string broker, string setting, Action<EventGenBuilder, IConfiguration> add)
{
    public async Task RunAsync(string address, string folder)
    {
        using var receiving = Build("receiver", folder, new() { [$"EventGen:{setting}"] = address, ["EventGen:Publishers:archive:Receive"] = "true", ["EventGen:Publishers:archive:Timeout"] = "00:00:30" });
        using var sending = Build("sender", folder, new() { [$"EventGen:{setting}"] = address, ["EventGen:Publishers:archive:CloudEvents"] = "true" });
        await receiving.StartAsync();
        await sending.StartAsync();
        var received = new TaskCompletionSource<ParcelShipped>(TaskCreationOptions.RunContinuationsAsynchronously);
        receiving.Services.GetRequiredService<EventTopic<ParcelShipped>>().Subscribe(parcel => { received.TrySetResult(parcel); });

        await sending.Services.GetRequiredService<EventTopic<ParcelShipped>>().InvokeAsync(new ParcelShipped("c-1", 1, 0.25m));

        var parcel = await received.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Console.WriteLine($"over {broker}: parcel {parcel.Number} of {parcel.Customer}");
        await sending.StopAsync();
        await receiving.StopAsync();
    }

    private IHost Build(string source, string folder, Dictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration["EventGen:Source"] = source;
        var events = builder.Services.AddEventGen(builder.Configuration).AddSqliteOutbox($"Data Source={Path.Combine(folder, source)}.db;Pooling=False");
        add(events, builder.Configuration);
        builder.Services.AddScoped<Route>().AddSingleton<DeliveryBook>();
        builder.Services.AddKeyedSingleton<Func<decimal, int>>("grams", static (_, _) => static kilograms => (int)(kilograms * 1000));
        return builder.Build();
    }
}
