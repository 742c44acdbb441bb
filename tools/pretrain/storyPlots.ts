/**
 * The plots: problem, attempt, outcome, feeling. Each plot is a list of parts; a story takes one alternative of every
 * part, in order. In an alternative, `[a|b]` picks one text, `{slot}` names a thing or a person of this story (see
 * stories.ts), and an empty alternative leaves the part out.
 */
export interface Plot {
  readonly id: string;
  readonly parts: readonly (readonly string[])[];
}

const look = '[looked|searched]';
const say = '[said|answered|replied]';

export const plots: readonly Plot[] = [
  {
    id: 'lost_thing',
    parts: [
      [
        '{hero} had {a color} {toy}. {^he} [took it everywhere|loved it very much|played with it every day].',
        'For {his} birthday, {hero} got {a color} {toy}. It was {his} favorite thing in the world.',
        '{^his} favorite thing was {a color} {toy} that {helper_had} given {him}.',
      ],
      [
        'One {weather} {time}, {he} went {place.to} and came home without it.',
        'But one {day}, the {toy} was gone. {hero} felt {sad}.',
        'One {time}, {hero} could not find the {toy}. "Where is my {toy}?" {he} cried.',
      ],
      [
        `{^he} ${look} {spot}, but it was not there. {^he} ${look} {spot#2}, but found only {a treasure}.`,
        `First {he} ${look} {spot}. Then {he} ${look} {spot#2}. There was [nothing|no {toy}] at all.`,
        `{^he} asked {friend}. "[Let us look together|I will help you|Do not worry]," ${say} {friend}. They ${look} {spot}.`,
      ],
      [
        '"When did you last see it?" asked {friend}. {hero} thought hard. "{^place.at}," {he} said.',
        'Then {friend} had an idea. "Think about yesterday," {fhe} said. "Where did you go?"',
        '{friend} found a [small clue|torn string|line of footprints] on the ground and followed it.',
        '',
      ],
      [
        'They went back, and there it was, {spot#3}!',
        'At last, {friend} pointed. The {color} {toy} was {spot#3}.',
        'A {animal} was [sleeping on|sitting beside|playing with] it {spot#3}.',
      ],
      [
        '"Thank you!" said {hero}. {^he} was so {happy} that {he} [hugged|danced around] {friend}.',
        '{hero} felt {happy}. From that day, {he} always put the {toy} away [carefully|in its box|before dinner].',
        '"Next time I will take better care of it," said {hero}, and {he} [smiled|laughed].',
      ],
    ],
  },
  {
    id: 'fear',
    parts: [
      [
        '{hero} was afraid of {fear}. [When the others laughed, {he} felt {sad}.|{^he} did not tell anyone.|It made {his} heart beat fast.]',
        'Everyone thought that {hero} was brave. But {he} had a secret: {he} was afraid of {fear}.',
      ],
      [
        'One {time}, {friend} saw that {hero} was shaking. "What is wrong?" asked {friend}.',
        'One {weather} {time}, {hero} had to [face it|be brave|go alone]. {^he} wanted to run away.',
        '"Come with us," said {friend}. But {hero} [shook {his} head|stood still|hid behind a tree].',
      ],
      [
        '"I am afraid of {fear}," {hero} [whispered|said in a small voice]. "Everyone is afraid of something," said {friend}. "I am afraid of {fear#2}."',
        '"Take my hand," said {friend}. "We will go slowly, one step at a time."',
        '{elder} sat down beside {him}. "Being brave does not mean that you have no fear," said {elder}. "It means that you try anyway."',
      ],
      [
        '{hero} took a deep breath and counted to {number}. Then {he} [went on|tried|opened {his} eyes].',
        'They [sang a song|told a joke|held hands] together, and the fear grew smaller and smaller.',
        'Step by step, {hero} went closer. Nothing bad happened.',
      ],
      [
        'It was not so bad after all. {hero} [smiled|laughed] and felt {happy}.',
        '"I did it!" shouted {hero}. {friend} clapped {fhis} hands. "I knew you could," {fhe} said.',
        'That night, {hero} slept well. {^he} was not afraid of {fear} any more, or only a little.',
      ],
    ],
  },
  {
    id: 'sharing',
    parts: [
      [
        'One {time}, {hero} and {friend} found {a color} {toy} {place.at}. "It is mine!" said {hero}. "No, I saw it first!" said {friend}.',
        '{hero} and {friend} both wanted to play with the {color} {toy}. They pulled and pulled.',
        'There was only one piece of {dish} left. {hero} wanted it, and {friend} wanted it too.',
      ],
      [
        'They [shouted|argued] until both were {angry}. {hero} sat [{place.at}|alone on a bench] and did not speak.',
        'Soon they were both {angry}. {friend} went home with tears in {fhis} eyes.',
        'They were so {angry} that they did not look at each other.',
      ],
      [
        `After a while, {hero} felt {sad}. It was no fun to be alone. "[What can I do|How can we fix this]?" {he} asked {elder}.`,
        'Then {elder} came. "[What is the matter|Why are you so {angry}]?" {elder} asked. They both began to talk at once.',
        'But {hero} missed {friend}. {^he} thought about it for a long time.',
      ],
      [
        '"You can take turns," said {elder}. "First one, then the other."',
        '"I have an idea," said {hero}. "You can have it in the morning, and I can have it in the afternoon."',
        '{hero} went to {friend}. "I am sorry," {he} said. "We can share."',
      ],
      [
        '"[That is fair|That is a {good} idea]," said {friend}. They [shook hands|laughed] and were friends again.',
        '{friend} smiled. "I am sorry too," {fhe} said. They [played|sat] together until the sun went down.',
        'So they shared, and it was [twice as much fun|much better than before]. Both of them felt {happy}.',
      ],
    ],
  },
  {
    id: 'rescue',
    parts: [
      [
        'One {weather} {time}, {hero} was walking {place.at}. Suddenly {he} heard {sound}.',
        'On the way {place.to}, {hero} heard {sound}. {^he} stopped and listened.',
        '{hero} was playing {place.at} when {he} heard {sound}.',
      ],
      [
        'It was {a wild}. It was stuck {trap}. It looked {sad}.',
        '{a wild^} was stuck {trap} and could not get out. "Help me, please," it seemed to say.',
        'There, {trap}, was a little {animal}. It was tired and very {sad}.',
      ],
      [
        '{hero} tried to help, but {he} was not strong enough. {^he} ran to get {friend}.',
        '"Do not be afraid," said {hero}. {^he} pulled and pulled, but nothing happened.',
        '"Wait here. I will come back," said {hero}, and {he} ran home as fast as {he} could.',
      ],
      [
        '{friend} came with {tool}. Together they [worked|pushed and pulled] until the animal was free.',
        'Then {hero} saw {tool} on the ground. {^he} used it [gently|carefully], and soon the animal was free.',
        '{elder} brought {tool}. "[Slowly, slowly|Be careful]," said {elder}. At last the animal was free.',
      ],
      [
        'They gave it [some water|some {food}|a warm blanket]. It [closed its eyes|ate and ate|grew stronger].',
        'Its leg was hurt, so {hero} took it home and cared for it for {number} days.',
        '',
      ],
      [
        'The animal looked back once and went away. {hero} felt {happy} all day.',
        'After that, the animal came every {day} to say hello. {hero} had a new friend.',
        '"You have a kind heart," said {elder}. {hero} [smiled|blushed] and felt {happy}.',
      ],
    ],
  },
  {
    id: 'building',
    parts: [
      [
        '{hero} wanted to build {a built} [{place.at}|out of {material}|behind the house]. "It will be the best in the whole town," {he} said.',
        '"Let us build {a built}," said {hero}. {friend} liked the idea, and they [began at once|went to find {material}].',
      ],
      [
        'They carried {material} all {time}. It was hard work. But then the wind came, and everything fell down.',
        '{^he} worked for {number} hours. Then {a animal} ran by, and crash! The {built} broke into pieces.',
        '{^he} worked too fast. When it was almost done, it [fell over|broke in the middle|began to shake].',
      ],
      [
        '"Oh no!" cried {hero}. {^he} was so {angry} that {he} kicked a stone.',
        '{hero} sat on the ground and felt {sad}. "I will never finish it," {he} said.',
        '"It is no use," said {hero}. {^he} wanted to give up.',
      ],
      [
        '"Try again," said {friend}. "This time we should [make the bottom wider|use a rope|start with the big pieces]."',
        '{elder} looked at it. "[Good work takes time|A strong start makes a strong end]," said {elder}.',
        'But {friend} picked up the first piece. "One by one," {fhe} said.',
      ],
      [
        'They began again, [slowly and carefully|piece by piece]. In the {later}, the {built} was ready.',
        'So they tried a second time, and a third time. The third time it worked.',
      ],
      [
        'It was [tall and strong|even better than before|{good}]. "We did it!" they shouted. They felt {happy}.',
        '{hero} looked at the {built} and felt {happy}. "It is [{good}|not perfect], and we made it together," {he} said.',
        'Everyone came to see the {built}. "[How {good}|Well done]!" they said.',
      ],
    ],
  },
  {
    id: 'baking',
    parts: [
      [
        'It was {day}, and {hero} wanted to make {a dish} for {elder}.',
        '{hero} loved to cook. One {weather} {time}, {he} wanted to bake {a dish} for the {weekend}.',
        '"Today we will make {a dish}," said {elder}. {hero} put on an apron and washed {his} hands.',
      ],
      [
        'But there was no {missing} in the kitchen. {hero} looked {spot}, but found only some {fruit}.',
        '{^he} looked in the kitchen. There was bread and tea, but no {missing}. "What now?" {he} asked.',
        '{^he} mixed everything in a big bowl. Then {he} saw that there was no {missing}.',
      ],
      [
        '{hero} went {place.to} to buy some. But the shop was closed.',
        'So {hero} knocked at the door of {friend}. "May I please have some {missing}?" {he} asked.',
        '{^he} ran to the {job} at the end of the street. "Please, do you have some {missing}?" {he} asked politely.',
      ],
      [
        '"Of course," came the answer. "But please bring me a piece when it is done."',
        '"I have no {missing}, but I have some honey," said the kind {job#2}. "Try that."',
        '"Here you are," said {friend}. "May I help you?"',
      ],
      [
        'Soon a {good} smell came from the oven. The {dish} was {tasty} and {tasty#2}.',
        'They stirred and baked. The first one was {poor}, but the second one was {tasty}.',
        'An hour later, it was ready. It looked {good} and tasted {tasty}.',
      ],
      [
        'Everyone ate until nothing was left. "{^good}!" they said. {hero} felt {happy}.',
        '{hero} gave everyone a piece. "It tastes better when we share it," {he} said.',
        '{elder} took a bite and smiled. "This is the best {dish} in the world," said {elder}.',
      ],
    ],
  },
  {
    id: 'honesty',
    parts: [
      [
        'One {weather} {time}, {hero} was running in the {room}. {^he} bumped into the table, and the {fragile} broke.',
        '{hero} was playing ball in the {room}. "Not inside," {elder} had said. But {hero} threw the ball, and crash! The {fragile} broke.',
        'There was {a color} {fragile} in the {room}. {hero} wanted to hold it for a moment. It fell and broke.',
      ],
      [
        '{hero} was {sad}. {^he} hid the pieces {spot} and said nothing.',
        '"Nobody saw me," {he} thought. {^he} put the pieces {spot}.',
        'When {elder} asked, {hero} said, "The {animal} did it." But the lie felt heavy, like a stone.',
      ],
      [
        'All {time}, {he} could not play or eat. At dinner, even the {food} tasted {poor}.',
        'That night, {hero} could not sleep. {^he} looked at the ceiling and thought about the {fragile}.',
        '{friend} saw {his} face. "You should tell the truth," said {friend}. "You will feel better."',
      ],
      [
        'At last {he} went to {elder}. "I broke the {fragile}," {he} said. "I am sorry."',
        'In the morning, {hero} told {elder} everything. [A tear ran down {his} cheek.|{^his} voice was very small.]',
      ],
      [
        '"Thank you for telling me," said {elder}. "The truth is worth more than {a fragile}."',
        '{elder} was [quiet for a moment|a little {angry} at first]. Then {elder} smiled. "We can fix it together," said {elder}.',
      ],
      [
        'They fixed it with glue. It was not perfect, but {hero} liked it even more. {^he} felt {happy}.',
        '{hero} felt light again. From that day on, {he} always told the truth.',
        'The next {day}, {hero} used {his} own money to buy a new {fragile}. {elder} was very proud.',
      ],
    ],
  },
  {
    id: 'lost_way',
    parts: [
      [
        'One {weather} {time}, {hero} followed {a wild} into the forest. When {he} turned around, {he} could not see the path.',
        '{hero} was picking {fruit} in the forest. {^he} went on and on, and soon {he} did not know the way home.',
        'On a trip with {friend}, {hero} walked too far. The trees all looked the same. {^he} was lost.',
      ],
      [
        'It was getting dark, and the wind was cold. {hero} felt {sad}.',
        '"Hello?" {he} called. Only {a wild#2} answered. {hero} began to cry.',
        '{^he} walked left, and {he} walked right, but always came back to the same old tree.',
      ],
      [
        'Then {he} remembered the words of {elder}: "When you are lost, [stay calm|stop and think|sit down and listen]."',
        'Then {he} saw an old {job} with a lamp. "Are you lost?" asked the {job}. "Come, I know the way."',
        '{^he} sat down on a stone, [dried {his} tears|ate the last of {his} {food}] and thought.',
      ],
      [
        'Suddenly {he} noticed {light}. {^he} followed it, step by step.',
        'Far away, there was {light}. "That must be the way," {he} thought.',
      ],
      [
        'Soon {he} saw the [lights of the village|smoke of the chimney|old bridge]. There stood {elder} with open arms.',
        'And there was {place.the}, and behind it the house! {elder} came running.',
      ],
      [
        '"I was so worried about you," said {elder}, and gave {him} some hot {food}. {hero} felt {happy} to be home.',
        'After that, {hero} never went into the forest without [a map|a friend|telling someone].',
        '"Home is the best place of all," said {hero}, and {he} fell asleep.',
      ],
    ],
  },
  {
    id: 'contest',
    parts: [
      [
        'Every {season}, there was a {contest} {place.at}. {hero} wanted to win it.',
        'The big {contest} was on {day}. {friend} was the best of all, and {hero} was [slow|last every year|not very good].',
      ],
      [
        '"You will never win," said [{a wild}|a big boy|a tall girl]. {hero} felt {sad}, but {he} did not give up.',
        '{^he} practiced every {time}, in the rain and in the sun.',
        '"Will you help me?" {he} asked {friend}. They practiced for {number} days.',
      ],
      [
        'On the day of the {contest}, {his} [knees were shaking|heart was beating fast]. Many people came to watch.',
        'The {contest} began. At first {hero} was last. Then {he} was fifth, and then third.',
      ],
      [
        'Just before the end, {friend} fell down. {hero} stopped and helped {fhim} up.',
        '{hero} did {his} very best and thought of nothing else.',
        'Everything went well until [a shoe came off|the rain began|{he} forgot the next step]. But {hero} went on.',
      ],
      [
        '{hero} did not win. But {elder} said, "You [did your best|were kind, and that is more than a prize]."',
        'And then it was over. {hero} had won! The prize was {a color} {toy}.',
        '{hero} came second. Last year {he} was last!',
      ],
      [
        '{hero} felt {happy}. "Next year I will try again," {he} said.',
        '{friend} was the first to shake {his} hand. They [laughed|celebrated with {food}] together.',
        'All the people clapped. {hero} had never been so {happy}.',
      ],
    ],
  },
  {
    id: 'birthday',
    parts: [
      [
        "It was {hero}'s birthday. But in the {time}, nobody said a word about it.",
        '{hero} woke up early. "Today is my birthday!" {he} thought. But the house was quiet.',
      ],
      [
        '{elder} was busy. {friend} just said hello and walked away. "They forgot," thought {hero}, and {he} was {sad}.',
        'At school, {friend} did not say anything. After school, {friend} ran home at once.',
      ],
      [
        '{hero} went {place.to} alone. {^he} sat there and watched the {creatures}.',
        '{hero} walked home slowly. {^he} kicked a stone all the way.',
      ],
      [
        'When {he} opened the door, it was dark. Then the lights went on. "Surprise!" shouted everyone.',
        'In the {later}, {friend} came. "Close your eyes and come with me," {fhe} said. They walked into the {room}. "Now look!"',
      ],
      [
        'There was {a dish} with {number} candles, and {friend} gave {him} {gift}.',
        'There were {color} balloons, {food}, and a big box. In the box was {a color#2} {toy}.',
      ],
      [
        '"I thought you forgot," said {hero}. "Never!" said {friend}. {hero} felt {happy}.',
        'It was the best birthday ever. They [danced|sang|played] until late at night.',
      ],
    ],
  },
  {
    id: 'growing',
    parts: [
      [
        'In {season}, {elder} gave {hero} a small seed. "[Take good care of it|Be patient]," said {elder}.',
        '{hero} found a strange seed {place.at}. "What will grow from it?" {he} asked.',
      ],
      [
        '{^he} put it in the soil and gave it water every {time}. But nothing happened.',
        '{^he} planted it behind the house. {^he} waited one day, two days, {number} days. There was only brown soil.',
      ],
      [
        '"It is dead," said {friend}. {hero} felt {sad}.',
        '{hero} wanted to dig it up. "Wait," said {elder}. "Things grow when we are not looking."',
        'One night there was a storm. {hero} put a box over the soil to keep it safe.',
      ],
      [
        'Then, one {weather} {time}, there was a tiny green leaf!',
        'After a long time, something green came out of the ground. {hero} called everyone.',
      ],
      [
        'It grew and grew. By the end of {season#2}, it was a tall {flower}.',
        'Day after day it grew, until it was {a flower} as high as the [roof|fence|door].',
      ],
      [
        '{hero} gave {friend} some new seeds. "You only have to wait," {he} said.',
        '"It was worth the wait," said {hero}. {^he} felt {happy}.',
        'The {creatures} came to sit in its shade, and {hero} was {happy}.',
      ],
    ],
  },
  {
    id: 'rain',
    parts: [
      [
        '{hero} and {friend} were ready for the {weekend}. They had packed {food} and {fruit}.',
        'All week, {hero} had looked forward to the {weekend} on {day}.',
      ],
      [
        'But when they opened the door, it began to rain. It rained and rained.',
        'But on {day#2}, dark clouds came, and there was thunder. They could not go.',
      ],
      [
        '"This is the worst day of my life," said {hero}. {^he} was {sad}.',
        '{hero} looked out of the window and was {angry} with the clouds.',
      ],
      [
        '"We can still have fun," said {friend}. "Let us have {indoor} in the {room}."',
        'Then {elder} had an idea. "Who wants to have {indoor}?" asked {elder}.',
      ],
      [
        'They put a blanket on the floor and ate the {food}. It was {tasty}.',
        'They moved the chairs and used {a color} {wearable} and an old lamp.',
        'Soon they were laughing so loudly that they did not hear the rain.',
      ],
      [
        'In the {later}, the sun came out. "Shall we go now?" asked {elder}. "No," said {hero}. "It is too nice here!"',
        '"Rain is not so bad," said {hero}. They all felt {happy}.',
        'When the rain stopped, there was a rainbow over {place.the}. It was a {good} day after all.',
      ],
    ],
  },
  {
    id: 'new_friend',
    parts: [
      [
        '{friend} was new {place.at}. {^fhe} stood alone by the wall and did not speak.',
        'A new family moved into the house next door. They had a child whose name was {friend}.',
      ],
      [
        '{hero} saw {fhim}, but {he} was shy too. "What should I say?" {he} thought.',
        'The other children did not ask {fhim} to play. {hero} thought that {fhe} looked {sad}.',
      ],
      [
        'At lunch, {hero} saw that {friend} had nothing to eat. {^he} broke {his} bread into two pieces. "Here," {he} said.',
        '{hero} walked over. "Hello, my name is {hero}," {he} said. "Would you like to play with my {toy}?"',
      ],
      [
        '{friend} smiled for the first time. "Thank you," {fhe} said. "I [know a game|can show you something]."',
        '"Yes, please," said {friend}. "In my old town, I had {a toy} too."',
      ],
      [
        'They [played|talked] all {time}. They found out that both of them loved {fruit} and {creatures}.',
        'They built {a built} together, and {friend} told funny stories.',
      ],
      [
        'From then on, they met every {day}. {hero} felt {happy} to have such a friend.',
        '"I was so {sad} this morning," said {friend}. "Now I am {happy}."',
        'And so a small hello became a big friendship.',
      ],
    ],
  },
  {
    id: 'greedy',
    parts: [
      [
        '{hero} loved {fruit} more than anything. One {time}, {he} found a whole basket of {fruit} {place.at}.',
        '{elder} had made {a dish} for the {weekend}. "Please do not eat it yet," said {elder}.',
      ],
      [
        '"Just one bite," thought {hero}. But it was so {tasty}! {^he} took another bite, and another.',
        '{hero} ate one, and then two, and then {number}. {^he} could not stop.',
      ],
      [
        'Soon it was all gone. {^his} stomach began to hurt, and {he} felt {sad}.',
        'When {friend} asked for a piece, there was nothing left. {hero} turned red.',
      ],
      [
        '"I ate too much," {he} [said quietly|cried]. {elder} gave {him} some warm tea.',
        '"You took what belonged to everyone," said {elder}. {hero} looked at the floor.',
      ],
      [
        'The next day, {he} picked fresh {fruit#2} for everybody.',
        '{hero} worked all {time} to make a new one, and {friend} helped {him}.',
      ],
      [
        'This time {he} ate only a little, and it tasted {tasty}. {^he} felt {happy}.',
        '"A little is enough," said {hero}, "when we eat it together."',
      ],
    ],
  },
  {
    id: 'small_and_strong',
    parts: [
      [
        '{a strong^} lived near {place.the}. It thought that it was better than all the others. One {time}, it laughed at {a tiny}. "You are so small," it said. "What can you do?"',
        '{a tiny^} met {a strong} {place.at}. "Get out of my way," said the {strong}. "You are too small to be important."',
      ],
      [
        '"I may be small," said the {tiny}, "but I [work hard|can go where you cannot|have many friends]."',
        'The {tiny} was not {angry}. "One day I may help you," it said.',
      ],
      [
        '{number^} days later, the {strong} was stuck {trap}. It pulled and pulled, but it could not get free.',
        'Then winter came. The {strong} lost its way in the snow and felt {sad}.',
        'One night, the {strong} had a thorn in its foot. It cried with pain.',
      ],
      [
        'Nobody came to help. Only the {tiny} heard it.',
        '"Help!" it called. The {wild} ran away. But the {tiny} came at once.',
      ],
      [
        'The {tiny} [worked all night|called all its friends|knew just what to do], and in the morning everything was well again.',
        '"Hold still," said the {tiny}. It took a while, but it worked.',
      ],
      [
        '"I was wrong," said the {strong}. "Thank you, my little friend." After that, it was kind to everyone.',
        'The {strong} was {happy}. It never laughed at small animals again.',
      ],
    ],
  },
  {
    id: 'found_treasure',
    parts: [
      [
        'One {weather} {time}, {hero} found {a color} {treasure} {place.at}. It was {good}.',
        'On {his} way home, {hero} saw something shine {spot}. It was {a color} {treasure}.',
      ],
      ['"Now I am rich," {he} thought. {^he} put it in {his} pocket.', '{^he} wanted to keep it. But whose was it?'],
      [
        'Then {he} met an old {job} who was looking for something. The {job} looked {sad}.',
        'On {day}, {friend} said, "The {job} has lost {a treasure}. It was a present from long ago."',
      ],
      [
        '{hero} held the {treasure} in {his} hand. It was hard to give it away. But {he} knew what was right.',
        '"Should I tell?" {he} asked {friend}. "You know the answer," said {friend}.',
      ],
      [
        '"Is this yours?" asked {hero}. "Yes! Thank you!" said the {job}. "You are very honest."',
        '{hero} gave it back. The {job} had wet eyes and thanked {him} again and again.',
      ],
      [
        'The {job} gave {him} {gift}. But the best thing was that {hero} felt {happy}.',
        '{hero} went home with empty pockets and a {happy} heart.',
      ],
    ],
  },
  {
    id: 'learning',
    parts: [
      [
        '{hero} wanted to learn to {skill}. {friend} could do it very well.',
        'All the others could {skill}. Only {hero} could not.',
      ],
      [
        'On {day}, {he} tried for the first time. It went wrong, and everybody laughed.',
        '{^he} tried once, and it did not work. {^he} tried {number} times, and it did not work.',
      ],
      [
        '"I cannot do it," said {hero}. {^he} was {sad}.',
        '"This is stupid," said {hero}. {^he} was {angry} and went home.',
      ],
      [
        '"You cannot do it yet," said {elder}. "Yet is a small word, but it is an important one."',
        '"I also [fell|failed] many times," said {friend}. "Let me show you. First [breathe|look|listen]. Then begin slowly."',
      ],
      [
        'So {hero} practiced a little every {time}. [Each day it was a bit easier.|Some days were good, and some were bad.]',
        '{^he} tried again, slowly this time. {friend} counted: "One, two, three!"',
      ],
      [
        'And then, one {weather} {time}, it worked! "Look at me!" {he} shouted.',
        'At the end of {season}, {hero} could {skill} better than {friend}.',
      ],
      [
        '{hero} felt {happy}. Now {he} teaches the little ones.',
        '"What shall we learn next?" asked {hero}. {friend} laughed.',
      ],
    ],
  },
  {
    id: 'journey',
    parts: [
      [
        '{hero} was going to visit {helper_his} by {ride}. {^he} had a bag, some {food}, and {a color} {wearable}.',
        'One {weather} {time}, {hero} took the {ride} {place.to}. It was {his} first trip alone.',
      ],
      [
        '{^he} looked out of the window. {^he} saw fields, {creatures}, and a wide river. It was {good}.',
        'The {ride} was full, and an old {job} sat down beside {him}. They talked about {creatures}.',
      ],
      [
        'But {hero} fell asleep and missed the stop. When {he} woke up, everything looked strange.',
        'Suddenly the {ride} stopped. "We cannot go on," said the driver. "A wheel is broken."',
      ],
      ['{hero} was {sad}. "What should I do?" {he} asked.', '"Please, could you help me?" {hero} asked the {job}.'],
      [
        '"Do not worry," said the {job}. "I will show you the way." They walked together past {place.the}.',
        '"I know a short way," said a girl with {a color#2} {wearable#2}. They shared the {food} and went on.',
      ],
      [
        'In the {later}, {he} arrived at last. {hero} told the whole story, and everyone listened.',
        '"You are late, but you are here!" {he} heard. {hero} felt {happy} and [tired|hungry].',
      ],
    ],
  },
  {
    id: 'sick_friend',
    parts: [
      [
        '{friend} was sick and had to stay in bed. {^fhe} felt {sad} because it was the day of the {weekend}.',
        'On {day}, {friend} did not come to play. "{^fhe} has a cold," said {elder}.',
      ],
      [
        '{hero} wanted to make {fhim} happy. "But how?" {he} thought.',
        '"What can I bring?" {hero} asked. {elder} thought for a moment.',
      ],
      [
        'First {he} made some soup, but it was too {poor}. Then {he} wrote a poem, but it had only {number} words.',
        '{^he} went {place.to} and looked for {gift}, but {he} had no money.',
      ],
      [
        'So {he} painted a big picture of {place.the}, with {a color} sky and {number} {creatures}.',
        'So {he} took {his} own {toy} and put {a color} ribbon around it.',
        'Then {he} had an idea. {^he} stood under the window and sang the silliest song in the world.',
      ],
      ['{friend} laughed so much that {fhe} forgot to cough.', '"For me?" asked {friend}. {^fhis} eyes were shining.'],
      [
        'After {number} days, {friend} was well again. "You are the best doctor," {fhe} said.',
        '"Now I feel much better," said {friend}. And {hero} felt {happy} too.',
      ],
    ],
  },
  {
    id: 'repair',
    parts: [
      [
        'The {color} {toy} was old. One {time}, its {part} came off. {hero} was {sad}.',
        '{hero} dropped {his} {color} {toy} on the stairs, and the {part} broke.',
      ],
      [
        '"We can buy a new one," said {elder}. But {hero} did not want a new one.',
        '"Throw it away," said {friend}. But {hero} held it close.',
      ],
      [
        '{^he} tried to fix it with [string|paper|tape], but it did not hold.',
        '{^he} went to the {job}, but the {job} was too busy.',
      ],
      [
        'Then {he} went to {helper_his}, who had a box full of old things. "Let us see," {he} heard.',
        '{friend} came back with {tool} and a pot of glue. "I am sorry for what I said," said {friend}. "Let us fix it."',
      ],
      [
        'They worked in the {room} until it was dark. They used {a treasure} for the new {part}.',
        'It took a long time. They [cut|glued|sewed|painted] and waited.',
      ],
      [
        'Now the {toy} looked a bit strange, but {hero} loved it more than ever.',
        '"It is better than new," said {hero}. {^he} felt {happy}.',
      ],
    ],
  },
  {
    id: 'visit',
    parts: [
      [
        'On {day}, {hero} and {friend} went {place.to}. They had never been there before.',
        'A new restaurant opened near {place.the}. {hero} and {friend} wanted to try it.',
      ],
      [
        'They had to wait for a long time. The chairs were hard, and the room was cold.',
        'The {job} was friendly and said, "Welcome! Please come in."',
      ],
      [
        'They asked for {food}, but it was {poor}. {hero} did not want to be rude.',
        'The {food} was {poor}. "I do not like it," whispered {friend}.',
        'They lost their tickets, and the {job} looked {angry}.',
      ],
      [
        '"Excuse me," said {hero} politely. "Could you please help us?" "Of course," said the {job}. "I am very sorry."',
        '{friend} shouted, "This is terrible!" But {hero} said, "Please, may we speak with you?"',
      ],
      [
        'The {job} came back with {a dish}. It was {tasty} and {tasty#2}.',
        'The {job} smiled and showed them a secret room with {color} windows and a {good} view.',
      ],
      [
        '"What a {good} place," said {friend} at the end. "We will come again."',
        '"Kind words open doors," said {hero}. They went home {happy}.',
      ],
    ],
  },
];

export const openers: readonly string[] = [
  'Once upon a time, there was {intro}.',
  'Once there was {intro}.',
  'There was once {intro} who lived near {home}.',
  'Long ago, {intro} lived near {home}.',
  'This is the story of {intro}.',
  'In a [small|quiet|sunny|little] town, there lived {intro}.',
  '{intro^} lived in a [small|yellow|wooden|tiny|crooked] house near {home}.',
  '{hero} was {adjective_person}.',
  '',
];

export const closers: readonly string[] = [
  '',
  '',
  '',
  'The end.',
  'And that was that.',
  'They all lived happily.',
  'It was a day that {hero} never forgot.',
  'Then everyone went home and had {food}.',
  'That night, the stars were very bright.',
  '"What a day," said {hero}.',
];
