#if NET10_0_OR_GREATER
using System.Text.Json;
using EventGen.AotSmoke.Parcels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.AotSmoke.Serving;

/// <summary>The dashboard and its endpoints in a web application.</summary>
internal static class DashboardRun
{
    public static async Task RunAsync(string sqlite)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEventGen(builder.Configuration).AddPublisher(new MemoryPublisher("archive")).AddSqliteOutbox(sqlite);
        builder.Services.AddScoped<Route>().AddSingleton<DeliveryBook>();
        builder.Services.AddKeyedSingleton<Func<decimal, int>>("grams", static (_, _) => static kilograms => (int)(kilograms * 1000));
        var app = builder.Build();
        app.MapEventGenDashboard("/eventgen");
        await app.StartAsync();

        using var client = new HttpClient { BaseAddress = new Uri($"{app.Urls.First()}/eventgen/") };
        using var emit = new HttpRequestMessage(HttpMethod.Post, "events/parcel.shipped/emit") { Content = new StringContent("""{"customer":"c-1","number":1,"weight":0.25}""") };
        emit.Headers.Add("X-EventGen-Request", "1");
        using var emitted = await client.SendAsync(emit);
        Console.WriteLine($"emitted over HTTP: {(int)emitted.StatusCode}");

        foreach (string path in (string[])["status", "events", "events/parcel.shipped", "graph", "dead-letters", "outbox", "asyncapi.json", "openapi.json"])
        {
            using var document = JsonDocument.Parse(await client.GetStringAsync(path));
            Console.WriteLine($"{path}: {document.RootElement.EnumerateObject().First().Name}");
        }

        string page = await client.GetStringAsync("");
        Console.WriteLine(page.Contains("<title>", StringComparison.Ordinal) ? "the page is there" : page);
        await app.StopAsync();
    }
}
#endif
