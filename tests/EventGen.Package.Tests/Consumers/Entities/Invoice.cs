using System.Text.Json.Serialization;
using EventGen;
using Microsoft.EntityFrameworkCore;

namespace Entities;

public sealed class Invoice
{
    public int Id { get; set; }

    public required string Customer { get; set; }

    public bool IsPaid { get; set; }
}

public sealed class Receipt
{
    public int Id { get; set; }

    public required string Text { get; set; }
}

public sealed class InvoiceDb(DbContextOptions<InvoiceDb> options) : DbContext(options)
{
    public DbSet<Invoice> Invoices => Set<Invoice>();

    public DbSet<Receipt> Receipts => Set<Receipt>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddEventGenOutbox();
}

[Event("invoice.paid"), Durable]
[EventTrigger(typeof(Invoice), nameof(WasPaid))]
public sealed record InvoicePaid(int Id, string Customer)
{
    public static bool WasPaid(EntityChange<Invoice> change) => change.IsChanged(static invoice => invoice.IsPaid) && change.Entity.IsPaid;
}

public sealed class Receipts(InvoiceDb db)
{
    [Subscribe]
    public async Task SendAsync(InvoicePaid paid)
    {
        db.Receipts.Add(new Receipt { Text = $"receipt for {paid.Customer}, who paid {paid.Id}" });
        await db.SaveChangesAsync();
    }
}

[JsonSerializable(typeof(InvoicePaid))]
internal sealed partial class InvoiceJson : JsonSerializerContext;
