using Depot.Contracts;

namespace Depot.Office;

/// <summary>Declares no event and handles none: all it brings to a bus are the modules that it references.</summary>
public static class Desk
{
    public static Task OrderAsync(int number) => Events.OrderPlaced.InvokeAsync(number: number).AsTask();
}
