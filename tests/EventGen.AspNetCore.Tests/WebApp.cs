using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.AspNetCore.Tests;

/// <summary>A real server on a port of its own. Each request is one visitor's, <c>?visitor=anna</c>, and does what the test tells it to.</summary>
internal sealed class WebApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly ConcurrentQueue<(string Event, string Visitor, EventMetadata Metadata)> _seen = new();

    private WebApp(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Bus = app.Services.GetRequiredService<EventBus>();
        Bus.Topic<Booked>().Subscribe((booked, context) =>
        {
            _seen.Enqueue(("booked", booked.Visitor, context.Metadata));
            Bus.Topic<Confirmed>().Emit(new Confirmed(booked.Visitor));
        });
        Bus.Topic<Confirmed>().Subscribe(async (confirmed, context) =>
        {
            await Task.Yield();
            _seen.Enqueue(("confirmed", confirmed.Visitor, context.Metadata));
        });
    }

    public EventBus Bus { get; }

    /// <summary>What handlers were given.</summary>
    public IReadOnlyCollection<(string Event, string Visitor, EventMetadata Metadata)> Seen => _seen;

    /// <param name="serve">What each request does; given the bus, the request and its visitor.</param>
    /// <param name="identify">Makes the request's user.</param>
    public static async Task<WebApp> StartAsync(Func<EventBus, HttpContext, string, Task> serve, Func<string, ClaimsIdentity> identify)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEventGen().AddPublisher(new MemoryPublisher("board")).AddHttpContextMetadata().AddHttpContextMetadata();
        var app = builder.Build();
        app.Run(async request =>
        {
            string visitor = request.Request.Query["visitor"]!;
            request.User = new ClaimsPrincipal(identify(visitor));
            request.TraceIdentifier = $"request of {visitor}";
            await serve(request.RequestServices.GetRequiredService<EventBus>(), request, visitor);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new WebApp(app);
    }

    public Task VisitAsync(string visitor) => _client.GetStringAsync($"/?visitor={visitor}", TestContext.Current.CancellationToken);

    /// <summary>Stops the server, and handles what it has accepted.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
