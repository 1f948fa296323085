using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update.Internal;

namespace EventGen.EntityFrameworkCore;

/// <summary>Adds to a migration what the outbox's tables need since the one before.</summary>
/// <remarks>
/// As the store's own scripts, not as entities: the tables have what a model cannot say, such as settings of PostgreSQL's vacuuming and tables without rowid. Entity Framework has no public
/// place to add operations, so this derives from its differ, which other providers do too.
/// </remarks>
#pragma warning disable EF1001 // The differ and its parts are internal to Entity Framework by name.
internal sealed partial class OutboxMigrations(
    IRelationalTypeMappingSource typeMappings, IMigrationsAnnotationProvider migrationsAnnotations, IRelationalAnnotationProvider annotations, IRowIdentityMapFactory rowIdentityMaps,
    CommandBatchPreparerDependencies batchPreparer, IDbContextOptions options)
    : MigrationsModelDiffer(typeMappings, migrationsAnnotations, annotations, rowIdentityMaps, batchPreparer)
{
    /// <summary>The version of the tables, in the model and in the snapshots of its migrations.</summary>
    public const string Annotation = "EventGen:Outbox";

    /// <summary>The version that the stores of this release need.</summary>
    public const int Version = 1;

    /// <summary>Whether a model's migrations create the tables.</summary>
    public static bool IsIn(IModel model) => Of(model) > 0;

    public override bool HasDifferences(IRelationalModel? source, IRelationalModel? target) =>
        Of(source?.Model) != Of(target?.Model) || base.HasDifferences(source, target);

    public override IReadOnlyList<MigrationOperation> GetDifferences(IRelationalModel? source, IRelationalModel? target)
    {
        var operations = base.GetDifferences(source, target);
        int from = Of(source?.Model);
        int to = Of(target?.Model);
        if (from == to) return operations;
        var outbox = options.FindExtension<WatchOptions>()!.Bus.Outbox;
        if (!outbox.HasStore) throw new InvalidOperationException("The model has the tables of the outbox (AddEventGenOutbox), but the bus has none: add it with AddSqliteOutbox or AddPostgreSqlOutbox.");
        var scripts = outbox.GetSchemaScripts();
        IEnumerable<string> sql = from < to
            ? scripts.Where(script => script.Version > from && script.Version <= to).Select(static script => script.Sql)
            : to == 0 ? Drops(scripts) : throw new NotSupportedException($"The tables of the outbox cannot go back from version {from} to {to}.");
        return [.. operations, .. sql.Select(static text => new SqlOperation { Sql = text })];
    }

    private static int Of(IReadOnlyModel? model) => model?.FindAnnotation(Annotation)?.Value as int? ?? 0;

    // Whatever was created last goes first.
    private static IEnumerable<string> Drops(IReadOnlyList<OutboxScript> scripts) =>
        scripts.SelectMany(static script => Created().Matches(script.Sql)).Select(static match => $"DROP {match.Groups["kind"].Value} {match.Groups["name"].Value};").Reverse();

    [GeneratedRegex(@"^CREATE (?<kind>TABLE|SEQUENCE) (?<name>\S+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Created();
}
