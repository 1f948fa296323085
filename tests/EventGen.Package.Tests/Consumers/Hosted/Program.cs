using System.Text;
using EventGen;
using Hosted;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var archive = new MemoryPublisher("archive");
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddEventGen(static options => options.Workers = 1).AddPublisher(archive);
builder.Services.AddHealthChecks().AddEventGen();
builder.Services.AddScoped<Book>();

using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("till rang");
Events.Sale.Emit(number: 1);
var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
await host.StopAsync();

foreach (var message in archive.Messages) Console.WriteLine($"archived {Encoding.UTF8.GetString(message.Payload.Span)}");
foreach (var (name, entry) in health.Entries) Console.WriteLine($"{name}: {entry.Status}");
