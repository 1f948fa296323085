namespace VersionProgram;

internal static class Clerk
{
    [Subscribe]
    public static void Note(OrderPlaced order) => Console.WriteLine($"handled {order}");
}
