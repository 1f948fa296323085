namespace EventGen.EntityFrameworkCore.Tests.Shop;

public sealed class ShopDb(DbContextOptions<ShopDb> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Invoice> Invoices => Set<Invoice>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Document> Documents => Set<Document>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(static order =>
        {
            order.ToTable("orders");
            order.HasIndex(static o => o.Number).IsUnique();
        });
        modelBuilder.Entity<Invoice>(static invoice =>
        {
            invoice.Property(static i => i.Status).HasConversion<string>();
            invoice.Property(static i => i.Tags).HasConversion(static tags => tags.Text, static text => new Tags(text));
            invoice.Property(static i => i.Version).IsConcurrencyToken();
            invoice.Property(static i => i.Priority).HasDefaultValue(3);
            invoice.Property(static i => i.Twice).HasComputedColumnSql("\"Total\" * 2", stored: true);
            invoice.Property<string?>("Note");
            invoice.ComplexProperty(static i => i.Terms);
            invoice.OwnsOne(static i => i.Address, static address => address.OwnsOne(static a => a.Geo));
            invoice.OwnsMany(static i => i.Lines, static lines =>
            {
                lines.Property<int>("Id");
                lines.HasKey("Id");
            });
            invoice.HasMany(static i => i.Payments).WithOne().HasForeignKey(static p => p.InvoiceId);
        });
        modelBuilder.Entity<CardPayment>();
        modelBuilder.Entity<Document>().UseTptMappingStrategy();
        modelBuilder.Entity<Contract>();
    }
}
