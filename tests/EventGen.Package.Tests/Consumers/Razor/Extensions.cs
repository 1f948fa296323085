namespace Shop;

public static class Extensions
{
    extension(Clicked clicked)
    {
        [Subscribe]
        public static void OnClicked(Clicked other) => Console.WriteLine(other.Count);
    }
}
