using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventGen.AotSmoke.Parcels;

/// <summary>The bus in a host: configuration, services, the queue, a publisher, health.</summary>
internal static class HostedRun
{
    public static async Task RunAsync(string sqlite)
    {
        var archive = new MemoryPublisher("archive");
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["EventGen:Workers"] = "3";
        builder.Configuration["EventGen:Source"] = "smoke";
        builder.Configuration["EventGen:Events:parcel.shipped:HandlerTimeout"] = "00:01:00";
        builder.Configuration["EventGen:Events:parcel.shipped:PublisherRetry:On:0"] = "System.TimeoutException";
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(archive).AddSqliteOutbox(sqlite);
        builder.Services.AddHealthChecks().AddEventGen();
        builder.Services.AddScoped<Route>().AddSingleton<DeliveryBook>();
        builder.Services.AddKeyedSingleton<Func<decimal, int>>("grams", static (_, _) => static kilograms => (int)(kilograms * 1000));

        using var host = builder.Build();
        await host.StartAsync();
        var shipped = host.Services.GetRequiredService<EventTopic<ParcelShipped>>();
        for (int number = 1; number <= 9; number++) await shipped.EmitAsync($"c-{number % 3}", number, 0.25m);

        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Console.WriteLine($"health: {health.Status}");
        await host.StopAsync();
        Report(host.Services.GetRequiredService<DeliveryBook>(), archive);
    }

    private static void Report(DeliveryBook book, MemoryPublisher archive)
    {
        foreach (string line in book.Lines()) Console.WriteLine(line);
        Console.WriteLine($"{book.Arrived} arrived at {Depot.Made} depot, {Depot.Grams} g, {Route.Closed} routes closed, {archive.Messages.Count} archived");

        var message = archive.Messages.Single(static message => message.EventId == "parcel.shipped" && message.Key == "c-1" && Text(message).Contains("\"number\":1"));
        Console.WriteLine($"{Text(message)} from {message.Metadata.Source}");
    }

    private static string Text(EventMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
