using Corpus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddEventGen(builder.Configuration, options => options.Workers = Environment.ProcessorCount)
    .AddPublisher(new MemoryPublisher("broker"));
builder.Services.AddSingleton<IMailer, Mailer>();
builder.Services.AddKeyedSingleton<IMailer, Mailer>("audit");
builder.Services.AddHostedService<Pulse>();
builder.Services.AddScoped<Checkout>();
builder.Services.AddHealthChecks().AddEventGen();

var app = builder.Build();
var log = app.Services.GetRequiredService<ILogger<Program>>();

// Ends with the application, which this method runs to its end.
app.Services.GetRequiredService<EventBus>().Topic<OrderPlaced>().Subscribe(order => log.LogInformation("{Order}", order.OrderId));
app.Services.GetRequiredService<EventTopic<PriceChanged>>().Subscribe(async (PriceChanged price, EventContext _, CancellationToken token) => await Task.Delay((int)price.After, token));
_ = Events.OrderCancelled.Subscribe(order => log.LogWarning("{Reason}", order.Reason));

app.MapPost("/orders", async (OrderPlaced order, CancellationToken cancellationToken) =>
{
    await Events.OrderPlaced.EmitAsync(order, cancellationToken);
    return Results.Accepted($"/orders/{order.OrderId}");
});

app.MapDelete("/orders/{id:guid}", (Guid id, EventTopic<OrderCancelled> cancelled) => cancelled.TryEnqueue(new OrderCancelled(id, "by the customer"))
    ? Results.NoContent()
    : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));

app.MapPut("/prices/{sku}", async (string sku, decimal price, EventBus bus) =>
{
    using (EventMetadata.Push(userId: "pricing"))
    {
        await bus.Topic<PriceChanged>().InvokeAsync(new PriceChanged(sku, 0m, price));
    }

    return Results.Ok();
});

app.MapGet("/shipping", async (HttpContext http, EventGroup<IShippingEvent> shipping) =>
{
    await using var stream = shipping.Stream(new() { Capacity = 16 });
    await foreach (var parcel in stream.WithCancellation(http.RequestAborted)) await http.Response.WriteAsync($"{parcel}\n", http.RequestAborted);
});

app.MapGet("/health/bus", (EventBus bus) => bus.Topic<Heartbeat>().Descriptor.Id);

await app.RunAsync();

public partial class Program;
