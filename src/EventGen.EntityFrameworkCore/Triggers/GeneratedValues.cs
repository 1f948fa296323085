using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;

namespace EventGen.EntityFrameworkCore;

/// <summary>
/// What the database generated in a save, such as keys. Entity Framework keeps it beside the entities until the save has succeeded; mappings of triggers run before, and
/// need it in them. Not thread safe.
/// </summary>
internal sealed class GeneratedValues : IDisposable
{
    private const string Annotation = "EventGen:GeneratedProperties";

    private readonly List<(object Entity, Property Property, object? Before)> _shown = [];

    private GeneratedValues()
    {
    }

    /// <summary>Writes the values into the entities, until it is disposed: if the save fails after all, Entity Framework expects the entities as they were.</summary>
    public static GeneratedValues Show(IList<IUpdateEntry> entries)
    {
        var values = new GeneratedValues();
        try
        {
            IEntityType? type = null;
            Property[] properties = [];
            foreach (var entry in entries)
            {
                if (entry.EntityState == EntityState.Deleted) continue;
                if (entry.EntityType != type)
                {
                    type = entry.EntityType;
                    properties = type.GetOrAddRuntimeAnnotationValue<Property[], IEntityType>(Annotation, static of => Properties(of!), type);
                }

                if (properties.Length > 0) values.Show(entry, properties);
            }
        }
        catch
        {
            values.Dispose();
            throw;
        }

        return values;
    }

    public void Dispose()
    {
        foreach (var (entity, property, before) in _shown) property.Set(entity, before);
    }

    private static Property[] Properties(IEntityType type) =>
    [
        .. from property in type.GetProperties()
           where !property.IsShadowProperty() && !property.IsIndexerProperty()
           where property.ValueGenerated != ValueGenerated.Never || property.IsKey() || property.IsForeignKey()
           select new Property(property),
    ];

    private void Show(IUpdateEntry entry, Property[] properties)
    {
        object entity = entry.ToEntityEntry().Entity;
        foreach (var property in properties)
        {
            object? before = property.Getter.GetClrValueUsingContainingEntity(entity);
            object? generated = entry.GetCurrentValue(property.Metadata);
            if (Equals(before, generated)) continue;
            property.Set(entity, generated);
            _shown.Add((entity, property, before));
        }
    }

    private sealed class Property(IProperty property)
    {
        private readonly MemberInfo _member = property.GetMemberInfo(forMaterialization: true, forSet: true);

        public IProperty Metadata => property;

        public IClrPropertyGetter Getter { get; } = property.GetGetter();

        public void Set(object entity, object? value)
        {
            if (_member is FieldInfo field) field.SetValue(entity, value);
            else ((PropertyInfo)_member).SetValue(entity, value);
        }
    }
}
