using Depot.Contracts;

namespace Depot.Yard;

/// <summary>Names the class of accessors, which is in the global namespace, beside one that a using brings into reach.</summary>
public static class Gate
{
    public static string[] Names(IDepotEvent e)
    {
        Events.Depot.Emit(e);
        return [Events.LorryArrived.Descriptor.Id, Events.OrderPlaced.Descriptor.Id];
    }
}
