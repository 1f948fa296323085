using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace EventGen.EntityFrameworkCore;

/// <summary>An entity as it was before its change. Not thread safe.</summary>
internal sealed class OriginalEntity(EntityEntry entry, Ownerships ownerships)
{
    /// <summary>Makes it: with owned and complex values, without other navigations.</summary>
    public object Create() => Create(entry);

    /// <summary>Whether the entity has a navigation of a type, which its original does not have.</summary>
    public bool IsLeftOut(Type part) => OtherNavigations(entry.Metadata).Any(navigation => navigation.ClrType == part);

    private static IEnumerable<INavigationBase> OtherNavigations(IEntityType type) =>
        type.GetNavigations().Where(static navigation => !navigation.TargetEntityType.IsOwned()).Concat<INavigationBase>(type.GetSkipNavigations());

    private object Create(EntityEntry of)
    {
        object original = of.OriginalValues.ToObject();
        KeepUnchanged(of, original);
        foreach (var navigation in of.Metadata.GetNavigations())
        {
            if (!navigation.ForeignKey.IsOwnership) continue;
            if (navigation.IsOnDependent) Set(navigation, original, null);
            else SetOwned(of, original, navigation);
        }

        // Never a half: what a constructor put there is empty, and would be taken for what was there.
        foreach (var navigation in OtherNavigations(of.Metadata)) Set(navigation, original, null);
        return original;
    }

    // A value that is an object is compared with the original one by reference, unless it says otherwise. Where it has not changed, both are one.
    private static void KeepUnchanged(EntityEntry of, object original)
    {
        foreach (var property in of.Metadata.GetProperties())
        {
            if (property.ClrType.IsValueType || property.ClrType == typeof(string) || property.IsShadowProperty() || property.IsIndexerProperty() || of.Property(property).IsModified) continue;
            Set(property, original, property.GetGetter().GetClrValueUsingContainingEntity(of.Entity));
        }

        foreach (var property in of.Metadata.GetComplexProperties())
        {
            if (property.ClrType.IsValueType || property.IsShadowProperty() || of.Member(property.Name).IsModified) continue;
            Set(property, original, property.GetGetter().GetClrValueUsingContainingEntity(of.Entity));
        }
    }

    private void SetOwned(EntityEntry of, object original, INavigation navigation)
    {
        var parts = ownerships.Parts(of, navigation.ForeignKey);
        if (!parts.Any(IsChanged))
        {
            Set(navigation, original, navigation.GetGetter().GetClrValueUsingContainingEntity(of.Entity));
            return;
        }

        object[] before = [.. parts.Where(static part => part.State != EntityState.Added).Select(part => IsChanged(part) ? Create(part) : part.Entity)];
        if (!navigation.IsCollection)
        {
            Set(navigation, original, before.FirstOrDefault());
            return;
        }

        var accessor = navigation.GetCollectionAccessor()!;
        Set(navigation, original, accessor.Create());
        foreach (object part in before) accessor.Add(original, part, forMaterialization: true);
    }

    // While it writes, Entity Framework calls everything in a row modified of which a part is.
    private bool IsChanged(EntityEntry part) =>
        part.State is EntityState.Added or EntityState.Deleted
        || (part.State == EntityState.Modified && part.Members.Any(static member => member is not NavigationEntry && member.IsModified))
        || part.Metadata.GetNavigations().Any(owns => owns.ForeignKey.IsOwnership && !owns.IsOnDependent && ownerships.Parts(part, owns.ForeignKey).Any(IsChanged));

    private static void Set(IPropertyBase property, object entity, object? value)
    {
        if (property.FieldInfo is { } field) field.SetValue(entity, value);
        else if (property.PropertyInfo is { CanWrite: true } settable) settable.SetValue(entity, value);
    }
}
