namespace EntityProgram;

public sealed class EntriesDb(DbContextOptions<EntriesDb> options) : DbContext(options)
{
    public DbSet<Entry> Entries => Set<Entry>();

    public DbSet<Effect> Effects => Set<Effect>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Entry>(static entry =>
        {
            entry.ToTable("entries");
            entry.Property(static e => e.Id).ValueGeneratedNever().HasColumnName("id");
            entry.Property(static e => e.Checked).HasColumnName("checked");
        });
        modelBuilder.Entity<Effect>(static effect =>
        {
            effect.ToTable("effects");
            effect.Property(static e => e.Handler).HasColumnName("handler");
            effect.Property(static e => e.Number).HasColumnName("number");
        });
    }
}
