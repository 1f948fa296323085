using System.Collections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace EventGen.EntityFrameworkCore;

/// <summary>Which tracked entities own which, those included that were removed from their owners. Found when it is first asked for. Not thread safe.</summary>
internal sealed class Ownerships(ChangeTracker tracker)
{
    private readonly Dictionary<OwnerKey, EntityEntry> _owners = [];
    private readonly Dictionary<OwnerKey, List<EntityEntry>> _parts = [];
    private bool _isFound;

    /// <summary>The entity that a part belongs to in the end.</summary>
    /// <returns><see langword="null"/> when it is not tracked.</returns>
    public EntityEntry? FindRoot(EntityEntry part)
    {
        Find();
        EntityEntry? owner = part;
        while (owner?.Metadata.FindOwnership() is { } ownership) owner = _owners.GetValueOrDefault(OwnerKey.OfPart(owner, ownership));
        return owner;
    }

    /// <summary>The parts of an owner behind one navigation, those included that were removed or added.</summary>
    public IReadOnlyList<EntityEntry> Parts(EntityEntry owner, IForeignKey ownership)
    {
        Find();
        return _parts.GetValueOrDefault(OwnerKey.OfOwner(owner, ownership)) ?? [];
    }

    private void Find()
    {
        if (_isFound) return;
        _isFound = true;
        foreach (var entry in tracker.WithoutDetecting(static all => all.Entries().ToArray()))
        {
            if (entry.Metadata.FindOwnership() is { } ownership)
            {
                var key = OwnerKey.OfPart(entry, ownership);
                if (_parts.TryGetValue(key, out var parts)) parts.Add(entry);
                else _parts.Add(key, [entry]);
            }

            foreach (var owns in entry.Metadata.GetReferencingForeignKeys().Where(static key => key.IsOwnership)) _owners[OwnerKey.OfOwner(entry, owns)] = entry;
        }
    }

    /// <summary>An owner as its parts name it.</summary>
    private readonly struct OwnerKey(IForeignKey ownership, object?[] values) : IEquatable<OwnerKey>
    {
        private readonly IForeignKey _ownership = ownership;
        private readonly object?[] _values = values;

        public static OwnerKey OfOwner(EntityEntry owner, IForeignKey ownership) => new(ownership, Values(owner, ownership.PrincipalKey.Properties));

        public static OwnerKey OfPart(EntityEntry part, IForeignKey ownership) => new(ownership, Values(part, ownership.Properties));

        public bool Equals(OwnerKey other) => _ownership == other._ownership && StructuralComparisons.StructuralEqualityComparer.Equals(_values, other._values);

        public override bool Equals(object? obj) => obj is OwnerKey other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(_ownership, StructuralComparisons.StructuralEqualityComparer.GetHashCode(_values));

        // What was removed has lost its owner, and remembers it.
        private static object?[] Values(EntityEntry entry, IReadOnlyList<IProperty> properties) =>
            [.. properties.Select(property => entry.State == EntityState.Deleted ? entry.Property(property).OriginalValue : entry.Property(property).CurrentValue)];
    }
}
