using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;

namespace EventGen.EntityFrameworkCore;

/// <summary>The changes of one save that fire triggers. Not thread safe, as the context is not.</summary>
internal sealed class SavedChanges
{
    private readonly List<FiredTriggers> _fired = [];
    private readonly IList<IUpdateEntry> _entries;
    private readonly Ownerships _ownerships;
    private readonly IServiceProvider? _services;

    private SavedChanges(IList<IUpdateEntry> entries, DbContext context)
    {
        _entries = entries;
        _ownerships = new Ownerships(context.ChangeTracker);
        _services = context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider;
    }

    /// <summary>The events that are fired.</summary>
    public IEnumerable<Type> PayloadTypes => _fired.SelectMany(static fired => fired.PayloadTypes);

    /// <summary>Asks the conditions.</summary>
    /// <returns><see langword="null"/> when nothing is fired.</returns>
    /// <exception cref="EntityTriggerException">A condition has thrown.</exception>
    public static SavedChanges? Evaluate(EntityTriggerTable triggers, IList<IUpdateEntry> entries, DbContext context)
    {
        if (triggers.IsEmpty) return null;
        SavedChanges? changes = null;
        HashSet<object>? owners = null;

        // Entities of one type mostly come one after the other.
        IEntityType? type = null;
        EntityTriggerSet? set = null;
        bool isPart = false;
        foreach (var entry in entries)
        {
            if (entry.EntityType != type)
            {
                type = entry.EntityType;
                set = triggers.Find(type.ClrType);
                isPart = IsPartOfWatched(type, triggers);
            }

            if (set is not null) (changes ??= new SavedChanges(entries, context)).Evaluate(set, entry.ToEntityEntry(), entry.EntityState);
            if (!isPart) continue;

            // A changed part is a change of its owner. An owner that has changed itself is among the entries.
            changes ??= new SavedChanges(entries, context);
            if (changes._ownerships.FindRoot(entry.ToEntityEntry()) is not { State: EntityState.Unchanged } owner) continue;
            if (triggers.Find(owner.Metadata.ClrType) is { } ownersSet && (owners ??= new(ReferenceEqualityComparer.Instance)).Add(owner.Entity)) changes.Evaluate(ownersSet, owner, EntityState.Modified);
        }

        return changes is { _fired.Count: > 0 } ? changes : null;
    }

    /// <summary>Makes the events. Called when the rows are written: meanwhile the entities have what the database generated.</summary>
    /// <exception cref="EntityTriggerException">A mapping has thrown.</exception>
    public void Map(IEntityTriggerSink sink)
    {
        using var shown = GeneratedValues.Show(_entries);
        foreach (var fired in _fired) fired.Map(sink);
    }

    private static bool IsPartOfWatched(IEntityType type, EntityTriggerTable triggers)
    {
        if (type.FindOwnership() is null) return false;
        var root = type;
        while (root.FindOwnership() is { } ownership) root = ownership.PrincipalEntityType;
        return root.GetDerivedTypesInclusive().Any(derived => triggers.Find(derived.ClrType) is not null);
    }

    private void Evaluate(EntityTriggerSet set, EntityEntry entry, EntityState state)
    {
        var kind = state switch
        {
            EntityState.Added => EntityChangeKind.Added,
            EntityState.Modified => EntityChangeKind.Modified,
            _ => EntityChangeKind.Deleted,
        };
        if ((set.On & kind) == 0) return;
        var original = kind == EntityChangeKind.Added ? null : new OriginalEntity(entry, _ownerships);
        var fired = set.Evaluate(kind, entry.Entity, original is null ? null : original.Create, _services, original is null ? null : original.IsLeftOut);
        if (fired is not null) _fired.Add(fired);
    }
}
