using EventGen;
using WebShop;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddEventGen(builder.Configuration).AddPublisher<Broker>();
builder.Services.AddSingleton<Till>().AddSingleton<Opening>();
builder.Services.AddHostedService(static services => services.GetRequiredService<Opening>());

var app = builder.Build();

// As applications write them: with the accessors, with an injected topic, and by a service.
app.MapPost("/orders/{id:int}", static async (int id) => await Events.BasketPlaced.EmitAsync(new BasketPlaced(id)));
app.MapPost("/injected/{id:int}", static async (int id, EventTopic<BasketPlaced> baskets) => await baskets.EmitAsync(new BasketPlaced(id)));
app.MapPost("/till/{id:int}", static (int id, Till till) => till.Ring(id));
app.Run();

/// <summary>The application, for tests of it.</summary>
public partial class Program;
