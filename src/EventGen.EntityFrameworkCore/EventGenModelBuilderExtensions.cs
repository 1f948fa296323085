using EventGen.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace EventGen;

/// <summary>Puts the outbox's tables under migrations.</summary>
public static class EventGenModelBuilderExtensions
{
    /// <summary>Has the migrations of a context create and upgrade the tables of the outbox.</summary>
    /// <remarks>
    /// <para>Call it in <c>OnModelCreating</c>, then add a migration: it has the scripts of the store that the bus uses, with the names that its settings give the tables. The bus
    /// then creates no tables at its start, as if <c>OutboxOptions.CreateTables</c> were false; a bus that is made without a container needs that setting too.</para>
    /// <para><c>dotnet ef</c> finds the bus through the context's options: with <c>AddEntityFramework</c> in the application's host, or <c>UseEventGen</c> in a design-time factory.</para>
    /// </remarks>
    /// <param name="modelBuilder">The model of the context.</param>
    /// <exception cref="ArgumentNullException"><paramref name="modelBuilder"/> is <see langword="null"/>.</exception>
    public static ModelBuilder AddEventGenOutbox(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        return modelBuilder.HasAnnotation(OutboxMigrations.Annotation, OutboxMigrations.Version);
    }
}
