using EventGen.CompilerServices;

namespace EventGen.Publishers.Conformance;

/// <summary>What an application has that was built before <see cref="Label"/> got its second version.</summary>
internal sealed class OlderModule() : EventModule("older")
{
    protected override void Build(EventModuleBuilder module) => module.AddEvent(new EventDefinition<Label.V1>
    {
        Descriptor = new EventDescriptor { Id = "conformance.label", PayloadType = typeof(Label.V1), Publishers = [Parcel.Wire] },
        Json = static () => ParcelJson.Default.LabelV1,
    });
}
