using Entities;
using EventGen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Pays an invoice, and ends when its receipt is saved. dotnet ef finds the context through the host.
string connectionString = $"Data Source={Environment.GetEnvironmentVariable("INVOICES")}";
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddDbContext<InvoiceDb>(options => options.UseSqlite(connectionString));
builder.Services.AddEventGen(builder.Configuration).AddSqliteOutbox(connectionString).AddEntityFramework<InvoiceDb>();
using var host = builder.Build();
await host.StartAsync();
await using (var scope = host.Services.CreateAsyncScope())
{
    var db = scope.ServiceProvider.GetRequiredService<InvoiceDb>();
    var invoice = db.Invoices.Add(new Invoice { Customer = "ada" }).Entity;
    await db.SaveChangesAsync();
    invoice.IsPaid = true;
    await db.SaveChangesAsync();
}

var outbox = host.Services.GetRequiredService<EventBus>().Outbox;
while ((await outbox.GetStatusAsync()).Pending > 0) await Task.Delay(10);
await host.StopAsync();
await using (var scope = host.Services.CreateAsyncScope())
{
    foreach (var receipt in scope.ServiceProvider.GetRequiredService<InvoiceDb>().Receipts) Console.WriteLine(receipt.Text);
}

Console.WriteLine(typeof(DbContext).Assembly.GetName().Version!.Major);
