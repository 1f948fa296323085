using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ShopApi;
using ShopApi.Endpoints;
using ShopApi.Receipts;

var builder = WebApplication.CreateBuilder(args);
var folder = DataFolder.Create(builder);
string database = $"Data Source={folder.PathOf("shop.db")}";

builder.Services.AddSingleton(folder);
builder.Services.AddSingleton<IMailer, FileMailer>();
builder.Services.AddDbContext<ShopDb>(options => options.UseSqlite(database));

// The outbox is in the database of the orders, so that an order and its events are committed together.
builder.Services.AddEventGen(builder.Configuration)
    .AddSqliteOutbox(database)
    .AddHttpContextMetadata()
    .AddEntityFramework<ShopDb>();

builder.Services.AddHealthChecks().AddEventGen();
builder.Services.AddProblemDetails();
builder.Services.AddOpenTelemetry()
    .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddSource(EventGenTelemetry.ActivitySourceName))
    .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter(EventGenTelemetry.MeterName));
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null) builder.Services.AddOpenTelemetry().UseOtlpExporter();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapOrders();
app.MapMail();
app.MapDeadLetters();

// In Development to this machine alone; elsewhere once RequireAuthorization says to whom.
app.MapEventGenDashboard("/eventgen");
app.MapHealthChecks("/health/live", new() { Predicate = static check => check.Tags.Contains("live") });
app.MapHealthChecks("/health/ready", new() { Predicate = static check => check.Tags.Contains("ready") });

// Before the bus starts: Entity Framework creates its tables only in a database that has none.
await using (var scope = app.Services.CreateAsyncScope())
    await scope.ServiceProvider.GetRequiredService<ShopDb>().Database.EnsureCreatedAsync();

var stopping = app.Lifetime.ApplicationStopping;
try
{
    await app.RunAsync();
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    // Told to stop while it was starting: the server throws then, and nothing is amiss.
}
